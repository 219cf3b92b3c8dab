type parser struct{ tokens []string }

func (p *parser) next(wanted ...string) string {
    if len(p.tokens) == 0 || !slices.Contains(wanted, p.tokens[0]) {
        return ""
    }
    token := p.tokens[0]
    p.tokens = p.tokens[1:]
    return token
}

func (p *parser) binary(operators []string, operand func() float64) float64 {
    value := operand()
    for {
        switch right := p.next(operators...); right {
        case "+":
            value += operand()
        case "-":
            value -= operand()
        case "*":
            value *= operand()
        case "/":
            value /= operand()
        default:
            return value
        }
    }
}
