"""The drawn timeline: painters that serve screen and figure alike, and the hand that moves on the screen."""
