for (city, people) in &population {
    println!("{city}: {people}");
}
