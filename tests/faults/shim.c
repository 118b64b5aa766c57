/* Stands between SQLite and the disk: a mirror of what a cut of power would leave, a disk that
 * refuses to write, a clock that jumps. Loaded by LD_PRELOAD into the process under trial.
 *
 * MIRROR: a folder. At each fsync or fdatasync of a file of the base, the file is copied there:
 *   what was never asked to be on the disk is not in the mirror.
 * REFUSAL: a file. While it holds an errno, writes to a file of the base fail with it.
 * JUMP: a file. It holds the seconds by which the wall clock is ahead; the steady one is not moved.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int is_base(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, ".sqlite") != NULL && strstr(path, ".verrou") == NULL;
}

static void mirror(int fd) {
    const char *folder = getenv("MIRROR");
    char path[PATH_MAX], draft[PATH_MAX], final[PATH_MAX], block[65536];
    if (!folder || !is_base(fd, path)) return;
    const char *name = strrchr(path, '/') + 1;
    snprintf(final, sizeof final, "%s/%s", folder, name);
    snprintf(draft, sizeof draft, "%s/%s.brouillon", folder, name);
    int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t count;
    /* Read through SQLite's own descriptor: closing another one would drop its locks. */
    for (off_t at = 0; to >= 0 && (count = pread(fd, block, sizeof block, at)) > 0; at += count)
        if (write(to, block, count) != count) abort();
    if (to >= 0) close(to);
    rename(draft, final);
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    if (!done) mirror(fd);
    return done;
}

int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    if (!done) mirror(fd);
    return done;
}

static int refused(int fd) {
    const char *flag = getenv("REFUSAL");
    char path[PATH_MAX], text[16];
    if (!flag || !is_base(fd, path)) return 0;
    int opened = open(flag, O_RDONLY | O_CLOEXEC);
    if (opened < 0) return 0;
    ssize_t count = read(opened, text, sizeof text - 1);
    close(opened);
    text[count > 0 ? count : 0] = 0;
    return atoi(text);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    int fault = refused(fd);
    if (fault) { errno = fault; return -1; }
    return real(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return pwrite64(fd, data, size, at);
}

static long ahead(void) {
    const char *flag = getenv("JUMP");
    char text[32];
    if (!flag) return 0;
    int opened = open(flag, O_RDONLY | O_CLOEXEC);
    if (opened < 0) return 0;
    ssize_t count = read(opened, text, sizeof text - 1);
    close(opened);
    text[count > 0 ? count : 0] = 0;
    return atol(text);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(which, now);
    if (!done && which == CLOCK_REALTIME) now->tv_sec += ahead();
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact)) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *kept) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}
