"""Who proposes the next level. Every engine answers the same question and says why; none can pass a limit."""
