let seconds: number = 10;
while (seconds > 0) {
  console.log(seconds--);
}
