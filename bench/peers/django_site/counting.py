"""How many statements a page sends to the database, told to whoever asks for it."""

from collections import Counter

from django.db import connection

from bench.peers.django_site import COUNTED


def counting(get_response):
    """A middleware; unless a request asks by its header, it does nothing."""

    def answer(request):
        if COUNTED not in request.headers:
            return get_response(request)
        counts = Counter()

        def statement(execute, sql, params, many, context):
            counts["statements"] += 1
            return execute(sql, params, many, context)

        def seen(sql):
            counts["commits"] += sql.strip().upper() == "COMMIT"

        connection.ensure_connection()
        database = connection.connection
        database.set_trace_callback(seen)
        try:
            with connection.execute_wrapper(statement):
                response = get_response(request)
        finally:
            database.set_trace_callback(None)
        response[COUNTED] = f"{counts['statements']} / {counts['commits']}"
        return response

    return answer
