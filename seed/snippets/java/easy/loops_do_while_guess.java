int guess;
do {
    guess = scanner.nextInt();
} while (guess != secret);
