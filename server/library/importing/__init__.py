"""`prodev snippets import`: snippets out of anyone's own source tree, in steps that can be tried alone.

finding and archives (files) -> files (which are worth it) -> trees, candidates, comments (pieces) -> manners, judging,
category (good ones, and how hard) -> licence, commit (where from) -> gathering (a batch) -> writing (rows) -> report.
"""
