"""survey/ of a review folder: the measure, its sites, and what people answered. The answers never leave the process."""
