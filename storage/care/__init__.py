"""Keeping an archive for decades: copies, proofs, repairs."""
