for (place, name) in ["Ana", "Bo"].iter().enumerate() {
    println!("{}. {name}", place + 1);
}
