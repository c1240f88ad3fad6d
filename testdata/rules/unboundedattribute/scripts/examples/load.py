from service import Index

index = Index()
while True:
    index.add(input())
