"""The links of a list page: where each leads, what it says and what stands around it."""
