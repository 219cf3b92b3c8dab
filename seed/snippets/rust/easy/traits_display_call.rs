fn show(item: &impl Display) {
    println!("<< {item} >>");
}
