for (item, price) in [("tea", 2.5), ("cake", 4.25)] {
    println!("{item:<8}{price:>6.2}");
}
