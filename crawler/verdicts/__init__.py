"""What an answer, a page, a visit and a run amount to."""
