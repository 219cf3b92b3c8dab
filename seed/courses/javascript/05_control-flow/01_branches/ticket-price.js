function ticketPrice(age, isStudent) {
  if (age < 6) {
    return 0;
  } else if (age < 18 || isStudent) {
    return 7.5;
  } else if (age >= 65) {
    return 9;
  }
  return 12;
}

console.log(ticketPrice(4), ticketPrice(30, true));
