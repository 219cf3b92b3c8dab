let mut grid = [['.'; 3]; 3];
grid[1][1] = 'X';
println!("{:?}", grid[1]);
