has_ticket = True
is_member = False
may_enter = has_ticket or is_member
must_pay = not has_ticket and not is_member
print(may_enter, must_pay)
