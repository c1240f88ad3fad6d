import falcon


class Orders:  # scope: process
    def on_get(self, req, resp):  # runs: again per request
        resp.media = []


class Auth:
    def process_resource(self, req, resp, resource, params):  # runs: again per request
        pass


app = falcon.App()
app.add_route("/orders", Orders())
