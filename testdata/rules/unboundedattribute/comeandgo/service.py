from mailboxes import mailboxes


async def serve(reader):
    while True:
        request = await reader.request()
        channel = request.channel
        await mailboxes.send(channel, request.text)
        await mailboxes.read(channel)
        await mailboxes.label(channel, request.text)
