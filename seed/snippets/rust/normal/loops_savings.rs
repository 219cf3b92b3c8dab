let (mut balance, mut years) = (1000.0_f64, 0);
while balance < 2000.0 {
    balance *= 1.04;
    years += 1;
    println!("year {years:>2}: {balance:>8.2}");
}
println!("doubled after {years} years");
