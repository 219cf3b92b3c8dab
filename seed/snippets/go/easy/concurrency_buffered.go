numbers := make(chan int, 3)
numbers <- 1
numbers <- 2
close(numbers)
