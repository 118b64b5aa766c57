// Each touch is sent at once, kept on the phone while it cannot be, and called saved only when
// the server has read it back. Without this file the pages work by their buttons.
(function () {
  "use strict";
  var d = document, form = d.getElementById("reponses"), memory = {}, last = 0, timer = 0, me = "";
  var busy = false, failures = 0, typing = {};
  d.documentElement.className = "js";

  // What waits to be sent: one entry of the phone's own memory for each, so that two tabs never
  // write over one another. The number in the key is the order.
  var shelf = null;
  try { shelf = window.localStorage; shelf.setItem("rc?", "1"); shelf.removeItem("rc?"); }
  catch (e) { shelf = null; }
  function keys() {
    var found = Object.keys(memory), i, k;
    for (i = 0; shelf && i < shelf.length; i++) {
      k = shelf.key(i);
      if (k.indexOf("rc.") === 0) found.push(k);
    }
    return found.sort();
  }
  function read(k) {
    try { return JSON.parse(memory[k] || shelf.getItem(k)); } catch (e) { return null; }
  }
  function drop(k) {
    delete memory[k];
    if (shelf) shelf.removeItem(k);
  }
  function put(entry) {
    var text, k;
    last = Math.max(Date.now(), last + 1);
    entry.n = last;
    k = "rc." + last + "." + Math.random().toString(36).slice(2, 8);
    text = JSON.stringify(entry);
    try { shelf.setItem(k, text); } catch (e) { memory[k] = text; }
  }
  function phone() {
    me = (shelf && shelf.getItem("rc")) || me || Math.random().toString(36).slice(2, 14);
    try { shelf.setItem("rc", me); } catch (e) { /* For this page alone. */ }
    return me;
  }
  function mine() {
    return keys().map(function (k) { return { k: k, e: read(k) }; }).filter(function (x) {
      return form && x.e && x.e.u === form.dataset.u;
    });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(15000, 1000 * Math.pow(2, failures)) * (0.7 + Math.random() * 0.6));
  }
  function pump() {
    var all = keys(), k = all[0], e = k && read(k), stop, body, cut;
    if (busy) return;
    if (!k) { failures = 0; offline(false); return; }
    if (!e) { drop(k); pump(); return; }
    busy = true;
    body = { id: phone(), n: e.n, q: e.q };
    ["a", "t", "c", "vote"].forEach(function (name) { if (e[name] !== undefined) body[name] = e[name]; });
    stop = window.AbortController ? new AbortController() : null;
    cut = setTimeout(function () { if (stop) stop.abort(); }, 12000);
    fetch(e.u + "/reponse", {
      method: "POST", credentials: "same-origin", cache: "no-store", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" }, signal: stop ? stop.signal : undefined
    }).then(function (r) {
      return r.json().then(function (said) { return { status: r.status, said: said }; });
    }).then(function (got) {
      var wait = got.status >= 500 || got.status === 408 || got.status === 429;
      if (wait) throw got;
      failures = 0;
      drop(k);
      offline(false);
      done(e, got.status === 200 ? got.said : null, got.said.refus);
      if (got.said.k && room() && e.u === form.dataset.u) heard(got.said.k);
      busy = false;
      pump();
    }).catch(function () {
      busy = false;
      failures += 1;
      offline(true);
      later();
    }).then(function () { clearTimeout(cut); });
  }

  // What is shown.
  function room() { return d.getElementById("salle"); }
  function field(q) { return form && d.getElementById("q-" + q); }
  function here(e) { return (e.vote || "") === ((room() && room().dataset.vote) || ""); }
  function waits(q) {
    return mine().some(function (x) { return x.e.q === q && here(x.e); });
  }
  function tell(box, text, style) {
    var p = box && box.querySelector(".dit");
    if (p) { p.textContent = text; p.className = "dit " + (style || ""); }
  }
  function announce(text) { d.getElementById("annonce").textContent = text; }
  function offline(yes) {
    var banner = d.getElementById("reseau");
    if (banner && banner.hidden === yes) { banner.hidden = !yes; if (yes) announce(banner.textContent); }
    if (yes) mine().filter(function (x) { return here(x.e); }).forEach(function (x) { tell(field(x.e.q), form.dataset.garde, "attend"); });
  }
  function done(e, said, why) {
    var box = form && e.u === form.dataset.u && here(e) && field(e.q), name, told;
    if (!said) {
      told = d.getElementById("refus");
      if (!box && told) {
        told.textContent = form.dataset.refus + " " + (why || "");
        told.hidden = false;
        announce(told.textContent);
      }
    }
    if (!box) return;
    if (!said) {
      set(box, box.querySelector("[name^='v.']").value);
      tell(box, form.dataset.refus + " " + (why || ""), "non");
      announce(form.dataset.refus + " " + (why || ""));
      return;
    }
    if (said.vu !== null) {
      name = e.c !== undefined ? "w." : "v.";
      box.querySelector("[name='" + name + e.q + "']").value = said.vu;
    }
    if (!waits(e.q)) {
      name = box.querySelector("[name^='v.']").value !== "" || e.c;
      tell(box, name ? form.dataset.enregistre : "");
      if (name) announce(form.dataset.enregistre);
      box.querySelector(".lien").hidden = box.querySelector("[name^='v.']").value === "";
    }
    if (said.progres) {
      d.getElementById("fait").textContent = said.progres;
      d.getElementById("avance").max = said.total || 1;
      d.getElementById("avance").value = said.fait;
    }
    if (said.suite) again();
  }
  // An answer that opens or closes questions: the others of the page come, or go.
  function again() {
    fetch(location.href, { credentials: "same-origin", cache: "no-store" }).then(function (r) {
      return r.ok ? r.text() : null;
    }).then(function (text) {
      var fresh, before = null, list = d.getElementById("questions");
      if (!text || !list) return;
      fresh = new DOMParser().parseFromString(text, "text/html").getElementById("questions");
      if (!fresh) return;
      Array.prototype.slice.call(list.querySelectorAll(".q")).forEach(function (box) {
        if (!fresh.querySelector("[id='" + box.id + "']")) box.remove();
      });
      Array.prototype.slice.call(fresh.querySelectorAll(".q")).forEach(function (box) {
        var here = d.getElementById(box.id);
        if (!here) {
          here = d.importNode(box, true);
          list.insertBefore(here, before ? before.nextSibling : list.firstChild);
        } else {
          notes(here, box);
        }
        before = here;
      });
    }).catch(function () { /* The next page will have them. */ });
  }
  function notes(here, fresh) {
    var old = here.querySelectorAll(".q > .note"), place = here.querySelector(".etat");
    Array.prototype.slice.call(old).forEach(function (p) { p.remove(); });
    Array.prototype.slice.call(fresh.querySelectorAll(".q > .note")).forEach(function (p) {
      here.insertBefore(d.importNode(p, true), place);
    });
  }

  // Between the fields of a question and its short word, as in fields.py.
  function all(box, what) { return Array.prototype.slice.call(box.querySelectorAll(what)); }
  function word(box) {
    var k = box.dataset.k, a, apart;
    a = all(box, "[name^='a.']");
    if (k === "choices" || k === "ranking") {
      apart = box.querySelector("[name^='x.']:checked");
      a = a.filter(function (i) { return k === "ranking" ? i.value : i.checked; })
        .map(function (i) { return i.value; })
        .filter(function (v, i, list) { return list.indexOf(v) === i; });
      return apart ? apart.value : a.length ? "=" + a.join(",") : "";
    }
    a = a.filter(function (i) { return i.checked; });
    return a.length ? a[0].value : "";
  }
  function set(box, w) {
    var k = box.dataset.k, several = k === "choices" || k === "ranking", picked;
    if (k === "text") return;
    picked = several && w[0] === "=" ? w.slice(1).split(",") : [w];
    all(box, "[name^='a.'],[name^='x.']").forEach(function (i) {
      if (i.tagName !== "SELECT") i.checked = w !== "" && picked.indexOf(i.value) >= 0;
    });
    if (k === "ranking") all(box, "select").forEach(function (s, n) {
      s.value = w[0] === "=" && picked[n] ? picked[n] : "";
    });
  }
  function apart(box, touched) {
    var k = box.dataset.k, x = touched.name.charAt(0) === "x";
    if (k !== "choices" && k !== "ranking") return;
    all(box, x ? "[name^='a.']" : "[name^='x.']").forEach(function (i) {
      if (i.tagName === "SELECT") i.value = ""; else i.checked = false;
    });
    if (k === "ranking" && !x && touched.value) all(box, "select").forEach(function (s) {
      if (s !== touched && s.value === touched.value) s.value = "";
    });
  }
  function send(box, what) {
    var entry = { u: form.dataset.u, q: box.id.slice(2) };
    Object.keys(what).forEach(function (name) { entry[name] = what[name]; });
    if (room() && room().dataset.vote) entry.vote = room().dataset.vote;
    put(entry);
    tell(box, failures ? form.dataset.garde : form.dataset.envoi, "attend");
    if (failures) { clearTimeout(timer); }
    pump();
  }
  function sendText(input) {
    var box = input.closest(".q"), what = {};
    clearTimeout(typing[input.name]);
    delete typing[input.name];
    what[input.name.charAt(0) === "c" ? "c" : "t"] = input.value;
    send(box, what);
  }

  if (form) {
    form.addEventListener("change", function (event) {
      var input = event.target, box = input.closest && input.closest(".q");
      if (!box) return;
      if (input.tagName === "TEXTAREA") { sendText(input); return; }
      apart(box, input);
      send(box, { a: word(box) });
    });
    form.addEventListener("input", function (event) {
      var input = event.target;
      if (input.tagName !== "TEXTAREA" || !input.closest(".q")) return;
      clearTimeout(typing[input.name]);
      tell(input.closest(".q"), form.dataset.attente, "attend");
      typing[input.name] = setTimeout(function () { sendText(input); }, 1500);
    });
    // A page is left once all is sent and the server answers: else the browser would show its own
    // words instead of the questionnaire.
    var leaving = false, pressed = null;
    d.addEventListener("click", function (event) {
      var button = event.target.closest && event.target.closest("button");
      if (button && button.form === form) pressed = button;
    }, true);
    form.addEventListener("submit", function (event) {
      var button = event.submitter || pressed, box, until = Date.now() + 6000;
      if (leaving) return;
      event.preventDefault();
      if (button && button.name === "effacer") {
        box = button.closest(".q");
        set(box, "");
        all(box, "textarea[name^='a.']").forEach(function (i) { i.value = ""; });
        send(box, box.dataset.k === "text" ? { t: "" } : { a: "" });
        return;
      }
      all(form, "textarea").forEach(function (i) { if (typing[i.name]) sendText(i); });
      clearTimeout(timer);
      pump();
      (function wait() {
        if (mine().length && Date.now() < until && !failures) { setTimeout(wait, 60); return; }
        fetch(form.dataset.u + "/etat", { cache: "no-store", credentials: "same-origin" })
          .then(function () {
            if (mine().length) { offline(true); pump(); return; }
            leaving = true;
            if (button) button.click(); else form.submit();
            leaving = false;
          }).catch(function () { offline(true); later(); });
      })();
    });
    // After a reload, what was not sent yet is shown as it was left.
    restore();
  }
  function restore() {
    mine().forEach(function (x) {
      var box = field(x.e.q), input;
      if (!box || !here(x.e)) return;
      if (x.e.a !== undefined) set(box, x.e.a);
      input = box.querySelector(x.e.c !== undefined ? "textarea[name^='c.']" : "textarea[name^='a.']");
      if (input && x.e.a === undefined) input.value = x.e.c !== undefined ? x.e.c : x.e.t;
      tell(box, form.dataset.attente, "attend");
    });
  }

  // The room is followed: asked every other second whether it moved, drawn again when it did.
  // An answer says it too: whoever has just answered need not ask.
  var tag = "", deaf = 0, next = 0;
  function listen() {
    clearTimeout(next);
    next = setTimeout(function () {
      var headers = tag ? { "If-None-Match": tag } : {};
      fetch(form.dataset.u + "/etat", { cache: "no-store", credentials: "same-origin", headers: headers })
        .then(function (r) {
          if (r.status === 304) return null;
          if (!r.ok) throw r;
          tag = r.headers.get("ETag") || "";
          return r.json();
        }).then(function (said) {
          if (deaf && !keys().length) offline(false);
          deaf = 0;
          if (said && said.k !== room().dataset.k) return redraw();
        }).catch(function () {
          tag = "";
          deaf += 1;
          if (deaf > 1) offline(true);
        }).then(listen);
    }, d.hidden ? 15000 : 1500 + Math.random() * 700);
  }
  function heard(k) {
    listen();
    if (k !== room().dataset.k) redraw().catch(function () { tag = ""; });
  }
  function redraw() {
    all(form, "textarea").forEach(function (i) { if (typing[i.name]) sendText(i); });
    return fetch(location.href, { cache: "no-store", credentials: "same-origin" }).then(function (r) {
      return r.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var fresh = page.getElementById("salle"), old = room(), title, moved;
      if (!fresh) { location.reload(); return; }
      title = fresh.querySelector("h1").textContent;
      moved = title !== old.querySelector("h1").textContent;
      old.parentNode.replaceChild(d.importNode(fresh, true), old);
      restore();
      if (moved) { d.title = page.title; window.scrollTo(0, 0); room().querySelector("h1").focus(); }
      announce(title + ". " + room().querySelector(".avis:not(.mal)").textContent);
    });
  }
  // The time left to debate, counted here: this phone's clock may be wrong, not its pace.
  function tick() {
    var clock = room().querySelector("[data-court]"), left;
    if (!clock) return;
    clock.ends = clock.ends || Date.now() + 1000 * clock.dataset.reste;
    left = Math.max(0, Math.ceil((clock.ends - Date.now()) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2);
  }
  if (form && room()) { setInterval(tick, 500); listen(); d.addEventListener("visibilitychange", function () { tag = ""; }); }

  var copy = d.getElementById("copier");
  if (copy) copy.addEventListener("click", function () {
    var field = d.getElementById("lien");
    field.select();
    try { if (d.execCommand("copy")) announce(copy.textContent = copy.dataset.dit); } catch (e) { /* By hand. */ }
  });

  function wake() { if (!d.hidden && keys().length) { clearTimeout(timer); pump(); } }
  window.addEventListener("online", wake);
  d.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  window.addEventListener("pagehide", function () {
    if (form) all(form, "textarea").forEach(function (i) { if (typing[i.name]) sendText(i); });
  });
  pump();
})();
