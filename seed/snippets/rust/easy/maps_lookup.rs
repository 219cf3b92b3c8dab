match prices.get("tea") {
    Some(price) => println!("{price}"),
    None => println!("no tea today"),
}
