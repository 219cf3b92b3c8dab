from http import HTTPStatus

status = HTTPStatus.NOT_FOUND
print("The server says", status.phrase)
print("The number for that is", status.value)
