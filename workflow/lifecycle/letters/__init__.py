"""The approval document (批复文件): its table of moves, checks, effects, number and frozen content."""
