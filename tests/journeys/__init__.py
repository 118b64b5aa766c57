"""What people live on the screens: the real app and a real database, one test a transition."""
