"""What people say to BackCare, and what it answers."""
