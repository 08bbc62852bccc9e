"""Validate a contribution on top of an existing graph: only what it can affect, and only the results that it causes.

1. What each shape looks at is read from the shapes as triple patterns (`units`, `queries`, `paths`, `patterns`).
2. From each statement that the contribution adds, and from what rules then conclude (`rules`), the patterns lead back to the
   nodes that it can affect, and from these on to all statements that they rest on (`walking`, over a `world`).
3. An engine validates this part of the graph with and without the contribution; the difference is what the contribution
   causes (`checking`).

The cost follows the contribution. Where the patterns of a shape do not tell what it looks at, the whole graph is validated
for that shape, and the report says so.
"""
