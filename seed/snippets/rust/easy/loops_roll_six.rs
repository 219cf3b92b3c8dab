let mut rolls = 1;
while dice.roll() < 6 {
    rolls += 1;
}
