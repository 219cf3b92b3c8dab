enum Coin {
    Penny,
    Dime,
}

fn cents(coins: &[Coin]) -> u32 {
    let value = |coin: &Coin| if matches!(coin, Coin::Dime) { 10 } else { 1 };
    coins.iter().map(value).sum()
}
