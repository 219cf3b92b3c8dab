let sales = [120, 80, 45, 210];
let totals: Vec<i32> = sales
    .iter()
    .scan(0, |total, sale| {
        *total += sale;
        Some(*total)
    })
    .collect();
println!("{totals:?}");
