"""Self-evaluations (绩效自评): their table of moves, their checks, and their points as they are stored."""
