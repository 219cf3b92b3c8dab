let mut tries = 0;
let roll = loop {
    tries += 1;
    if dice.roll() == 6 {
        break tries;
    }
};
