type Matrix [][]float64

func (m Matrix) Times(o Matrix) (Matrix, error) {
    if len(m[0]) != len(o) {
        return nil, fmt.Errorf("%d columns, %d rows", len(m[0]), len(o))
    }
    product := make(Matrix, len(m))
    for i := range m {
        product[i] = make([]float64, len(o[0]))
        for j := range product[i] {
            for k := range o {
                product[i][j] += m[i][k] * o[k][j]
            }
        }
    }
    return product, nil
}
