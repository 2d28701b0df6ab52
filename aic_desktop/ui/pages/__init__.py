"""What fills the window beside the case list."""
