-- One thing had several names, and a filter found only some of it. What comes in later is named by the server
-- (server/library/categories.py).
UPDATE "code_snippets" SET "category" = same.kept FROM (VALUES
    ('cache', 'caches'), ('caching', 'caches'), ('class', 'classes'), ('closure', 'closures'),
    ('comprehension', 'comprehensions'), ('conditional', 'conditionals'), ('context-manager', 'contextmanagers'), ('context-managers', 'contextmanagers'),
    ('contextmanager', 'contextmanagers'), ('date', 'dates'), ('datetime', 'dates'), ('datetimes', 'dates'),
    ('decorator', 'decorators'), ('error', 'errors'), ('exceptions', 'errors'), ('exception', 'errors'),
    ('error-handling', 'errors'), ('event', 'events'), ('file', 'files'), ('function', 'functions'),
    ('game', 'games'), ('generator', 'generators'), ('https', 'http'), ('iterator', 'iterators'),
    ('lambda', 'lambdas'), ('list', 'lists'), ('log', 'logs'), ('logging', 'logs'),
    ('loop', 'loops'), ('map', 'maps'), ('match', 'matches'), ('matching', 'matches'),
    ('pattern-matching', 'matches'), ('math', 'maths'), ('mathematics', 'maths'), ('regexes', 'regex'),
    ('regexp', 'regex'), ('regexps', 'regex'), ('set', 'sets'), ('sort', 'sorting'),
    ('sorts', 'sorting'), ('string', 'strings'), ('struct', 'structs'), ('test', 'testing'),
    ('tests', 'testing'), ('type', 'types'), ('typing', 'types'), ('variable', 'variables')
) AS same(given, kept)
WHERE "category" = same.given;
