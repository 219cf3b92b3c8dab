func merge(left, right []int) (merged []int) {
    for len(left) > 0 && len(right) > 0 {
        if right[0] < left[0] {
            left, right = right, left
        }
        merged, left = append(merged, left[0]), left[1:]
    }
    return slices.Concat(merged, left, right)
}
