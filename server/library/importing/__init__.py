"""`prodev snippets import`: snippets out of any source tree, in steps that can be tested alone.

finding and archives (files) -> files (which to read) -> trees, candidates, comments (pieces) -> manners, judging,
category (which are good, and about what) -> licence, commit (their source) -> gathering (a batch) -> writing (rows) ->
report.
"""
