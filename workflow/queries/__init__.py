"""Read side: every function takes an actor and starts from ``visible_to(actor)``."""
