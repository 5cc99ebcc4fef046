"""Outbox, inbox and the sentences people read."""
