let fruits = ["fig", "kiwi", "plum"];
if fruits.contains(&"kiwi") {
    println!("Buy no kiwi");
}
