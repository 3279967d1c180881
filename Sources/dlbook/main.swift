print("dlbook")
