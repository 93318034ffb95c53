"""duty"""
