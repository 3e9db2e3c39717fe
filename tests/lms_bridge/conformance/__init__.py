"""What every connector must do, and what no kill may do to a harvest."""
