-- Three more languages. New values come last, so rows and indexes stay as they are. They cannot be used before this
-- migration has been committed.
ALTER TYPE "Language" ADD VALUE 'JAVA';
ALTER TYPE "Language" ADD VALUE 'GO';
ALTER TYPE "Language" ADD VALUE 'RUST';
