import grpc
from orders_pb2_grpc import OrdersServicer, add_OrdersServicer_to_server


class Orders(OrdersServicer):  # scope: process
    def Place(self, request, context):  # runs: again per request
        return request


class Audit(grpc.ServerInterceptor):  # scope: process
    def intercept_service(self, continuation, details):  # runs: again per request
        return continuation(details)


class Quotes:  # scope: process
    """Known by who keeps it, where its base class is not."""

    def quote(self):
        pass


def serve(server):
    add_OrdersServicer_to_server(Quotes(), server)
