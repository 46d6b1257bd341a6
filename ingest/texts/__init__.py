"""Full texts and abstracts -> stored texts: one small file for each format, one door for each library."""
