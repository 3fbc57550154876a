package com.mas;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("ok");
  }
}
