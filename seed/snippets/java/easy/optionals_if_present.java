Optional<Book> found = library.find("Dune");
found.map(Book::shelf).ifPresent(System.out::println);
