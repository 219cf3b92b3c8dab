"""A schema with everything that the diagram's reader understands."""

BOOKS = """
datasource db {
  provider = "postgresql"
}

/// Who writes.
/// area: people
model Author {
  id    String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  /// As printed.
  name  String @unique @db.VarChar(50)
  // a remark that nobody needs to see
  born  Int?
  books Book[]

  @@index([born(sort: Desc), name])
  @@map("authors")
}

/// What is read.
/// And read again.
/// area: library
model Book {
  author    Author   @relation(fields: [author_id], references: [id], onDelete: Cascade)
  editor    Author?  @relation("edits", fields: [editor_id], references: [id], onDelete: SetNull)
  id        String   @id @db.Uuid
  author_id String   @db.Uuid
  editor_id String?  @unique @db.Uuid
  kind      Kind
  words     String[]

  @@unique([author_id, kind])
}

/// area: library
model Loan {
  book_id   String @db.Uuid
  author_id String @db.Uuid
  book      Book   @relation(fields: [book_id], references: [id])
  author    Author @relation(fields: [author_id], references: [id], onDelete: Cascade)

  @@id([book_id, author_id])
}

/// What it is.
enum Kind {
  NOVEL
  ESSAY
}
"""
