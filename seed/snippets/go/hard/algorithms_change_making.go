func fewestCoins(coins []int, amount int) int {
    best := make([]int, amount+1)
    for sum := 1; sum <= amount; sum++ {
        best[sum] = math.MaxInt
        for _, coin := range coins {
            if coin > sum || best[sum-coin] == math.MaxInt {
                continue
            }
            best[sum] = min(best[sum], best[sum-coin]+1)
        }
    }
    if best[amount] == math.MaxInt {
        return -1
    }
    return best[amount]
}
