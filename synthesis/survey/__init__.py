"""The numbers of a survey: answers in, summaries of groups and statistics out; never one person's answer."""
